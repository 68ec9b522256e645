"""The contract: every operation as plain data, checked by what is published.

To add a route:

1. Write the route in a blueprint: it imports its handler in its body, and returns
   ``serve(routes, handler, ...)``.
2. Add an ``Operation`` to the file of its area here, with the name of the route's
   function as ``id``, the path as Chalice spells it, and its roles: that is where
   roles are given. Without ``body`` it takes none; a parameter or a field that is
   not named here is a 400 before the handler is called.
3. Say in the schemas all that they can say (lengths, patterns, choices): the
   sentence of the error comes from them. The handler checks the rest.
4. Say every answer, with its schema (``components_*.py`` for what is shared, with
   ``closed`` objects, so that an undocumented field fails a test) and an example.
   ``refusals`` are its own error statuses; those of every route are added.
5. A new area is a file with ``OPERATIONS``, added in ``operations.py``.

``tests/functional/test_http.py`` has the table of routes and roles, and the
functional tests hold every answer to this.
"""
