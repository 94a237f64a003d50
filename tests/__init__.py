"""Tests of CRM Desktop, one folder for each part of the program."""
