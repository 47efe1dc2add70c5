"""The four cumulative function profiles: vertaler, verbinder, waarnemer, ambassadeur."""
