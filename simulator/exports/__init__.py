"""What leaves Sparring: pictures and documents for other programs. Pure: values in, text out."""
