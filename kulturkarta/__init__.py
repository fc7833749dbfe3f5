"""Kulturkarta: a cultural map of a Swedish region.

Importing the package switches off every GDAL driver but GeoJSON and GPKG. GDAL picks a driver by a file's
content, not its name, and several drivers (VRT, GDALG, WFS …) read other files or call the network. The switch
only works before pyogrio is imported, hence here.
"""

from __future__ import annotations

import os

from kulturkarta._gdal import SKIPPED_DRIVERS

os.environ["OGR_SKIP"] = ",".join(SKIPPED_DRIVERS)
