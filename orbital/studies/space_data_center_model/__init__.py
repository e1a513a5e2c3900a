"""007jedgar, space-data-center-model, June 2026: a web page that scales chips to orbit by kilograms and dollars per kilowatt."""
