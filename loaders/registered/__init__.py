"""Where parties are registered: the division (行政区划) of each from which day on, by which statements are filed."""
