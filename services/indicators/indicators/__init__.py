"""The indicators service: the plan as data, entries, cells, figures that carry their proof."""
