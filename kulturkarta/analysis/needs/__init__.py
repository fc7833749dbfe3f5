"""What a survey says of needs: estimates for few answers, groups that tell of nobody, weights, comparisons, an index.

`arrange_wave` turns answers into matrices, `Protected` decides what may be shown, `describe_items`, `describe_choices`
and `describe_index` say it.
"""
