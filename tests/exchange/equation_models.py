"""Small models with equations, as other programs write them."""

from __future__ import annotations

__all__ = ["ARMS", "INVENTORY", "INVENTORY_IN_VENSIM", "PREDATORS"]

_XMILE = """<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0">
<header><vendor>x</vendor><product>x</product></header>
<sim_specs method="{method}" time_units="{unit}">
<start>0</start><stop>{stop}</stop><dt>{step}</dt></sim_specs>
<model><variables>
{variables}
</variables></model></xmile>"""

#: The arms race of sd-ai: each wants 1.2 times what the other has, within five years.
ARMS = _XMILE.format(
    method="Euler", unit="Year", stop=50, step=0.125,
    variables="""
<stock name="Our arms"><eqn>1</eqn><inflow>We_arm</inflow></stock>
<stock name="Their arms"><eqn>0</eqn><inflow>They_arm</inflow></stock>
<flow name="We arm"><eqn>(Our_goal - Our_arms) / Time_to_arm</eqn></flow>
<flow name="They arm"><eqn>(Their_goal - Their_arms) / Time_to_arm</eqn></flow>
<aux name="Our goal"><eqn>Wanted_lead * Their_arms</eqn></aux>
<aux name="Their goal"><eqn>Wanted_lead * Our_arms</eqn></aux>
<aux name="Wanted lead"><eqn>1.2</eqn></aux><aux name="Time to arm"><eqn>5</eqn></aux>""",
)  # fmt: skip

#: The inventory and workforce of sd-ai; demand rises by a quarter in month 2.
INVENTORY = _XMILE.format(
    method="RK4", unit="Month", stop=60, step=0.0625,
    variables="""
<stock name="Inventory"><eqn>100</eqn><inflow>Production</inflow><outflow>Demand</outflow></stock>
<stock name="Workers"><eqn>5</eqn><inflow>Hiring</inflow></stock>
<stock name="Expected demand"><eqn>10</eqn><inflow>Adapting</inflow></stock>
<flow name="Production"><eqn>2 * Workers</eqn></flow>
<flow name="Demand"><eqn>10 + RAMP(2.5, 1, 2)</eqn></flow>
<flow name="Hiring"><eqn>(Wanted_workers - Workers) / 6</eqn></flow>
<flow name="Adapting"><eqn>(Demand - Expected_demand) / 6</eqn></flow>
<aux name="Wanted workers"><eqn>(Expected_demand + (100 - Inventory)) / 2</eqn></aux>""",
)  # fmt: skip

_TIMES = """
INITIAL TIME= 0
	~	Month
	~	|
FINAL TIME= 40
	~	Month
	~	|
TIME STEP= 0.0625
	~	Month
	~	|
"""

#: The same as Vensim has it: what fills a stock is in its own equation.
INVENTORY_IN_VENSIM = (
    """{UTF-8}
Inventory= INTEG (Production - Demand, 100)
	~	Widgets
	~	|
Demand= 10 + RAMP(2.5, 1, 2)
	~	Widgets/Month
	~	|
Expected demand= INTEG ((Demand - Expected demand) / 6, 10)
	~	Widgets/Month
	~	|
Workers= INTEG ((Wanted workers - Workers) / 6, 5)
	~	Persons
	~	|
Wanted workers= (Expected demand + (100 - Inventory)) / 2
	~	Persons
	~	|
Production= 2 * Workers
	~	Widgets/Month
	~	|"""
    + _TIMES
)

#: Predators and their prey, with rates of their own.
PREDATORS = (
    """{UTF-8}
Prey= INTEG (Births - Kills, 0.6)
	~	~	|
Predators= INTEG (Growth - Deaths, 0.5)
	~	~	|
Births= Fertility * Prey
	~	~	|
Kills= 2 * Prey * Predators
	~	~	|
Growth= 2 * Prey * Predators
	~	~	|
Deaths= 0.8 * Predators
	~	~	|
Fertility= 1
	~	~	|"""
    + _TIMES
)
