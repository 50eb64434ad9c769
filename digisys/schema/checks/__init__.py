"""What the shape of the file cannot say.

``references`` walks through the file and looks whether what a part names is there;
``effects`` looks whether effects of links rise and products fit;
``consistency`` looks whether what is there agrees, and puts all checks together.
"""
