package org.messagecenter.server.route;

/** Finds routes. Safe for concurrent use; what is read anew while it runs counts from then on. */
@FunctionalInterface
public interface Router {
  Route route(RouteRequest request);
}
