"""What the shape of the file cannot say, in two files.

``references`` walks through the file and looks whether what a part names is there;
``consistency`` looks whether what is there agrees, and puts all checks together.
"""
