"""Reading back what was written, also after it was edited in Word, WPS or LibreOffice; and the copy for hand-over."""
