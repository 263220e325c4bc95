/** Endpoints, their releases (resolved specifications), the planner, and the routes to them. */
@ApplicationModule(
    allowedDependencies = {
      "base",
      "cloud",
      "web",
      "access",
      "catalog",
      "environment",
      "judge",
      "monitoring"
    })
@NullMarked
package dev.slipway.endpoint;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
