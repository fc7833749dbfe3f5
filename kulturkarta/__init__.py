"""Kulturkarta: a cultural map of a Swedish region.

Importing the package switches off every GDAL driver but GeoJSON and GPKG. GDAL picks a driver by a file's
content, not its name, and several drivers (VRT, GDALG, WFS …) read other files or call the network. The switch
only works before pyogrio is imported, hence here.

Linear algebra gets one thread, for many small matrices: a second waits for the first, and takes a core from the other
readers of the server meanwhile. Like GDAL's, this works only before numpy is imported; an operator's own number wins.
"""

from __future__ import annotations

import os

from kulturkarta._gdal import SKIPPED_DRIVERS

os.environ["OGR_SKIP"] = ",".join(SKIPPED_DRIVERS)
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
