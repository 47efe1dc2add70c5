"""Every change to a case file: plain functions, actor first, each in one transaction and with a trace."""
