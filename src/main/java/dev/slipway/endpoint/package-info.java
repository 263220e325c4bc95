/** Endpoints, their releases (resolved specifications), the planner, and the routes to them. */
@NullMarked
package dev.slipway.endpoint;

import org.jspecify.annotations.NullMarked;
