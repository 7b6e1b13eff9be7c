"""What `attrition app` serves."""

from sim.ui.frame import main

main()
