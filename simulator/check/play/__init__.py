"""What a scenario can do, shown by playing it, and what it cannot, shown by proof (S402 to S410, S501 to S503).

`played` is the way in: a `search` plays, a `proof` shows what is left to be impossible, `verdict` puts both together; `reach`,
`traps` and `worth` say what follows from it.
"""
