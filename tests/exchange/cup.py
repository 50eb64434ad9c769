"""A cup of tea that cools, as Vensim writes it: the smallest model with equations."""

__all__ = ["CUP"]

CUP = """{UTF-8}
Temperature= INTEG (-Heat loss, 180)
	~	Degrees
	~	|
Heat loss= (Temperature - Room) / Time constant
	~	Degrees/Minute
	~	|
Room= 70
	~	Degrees
	~	|
Time constant= 10
	~	Minute
	~	|
INITIAL TIME= 0
	~	Minute
	~	|
FINAL TIME= 30
	~	Minute
	~	|
TIME STEP= 0.125
	~	Minute
	~	|
"""
