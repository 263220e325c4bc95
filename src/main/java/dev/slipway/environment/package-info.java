/** Environments: where models run and under which rules. Their profiles are revisioned. */
@ApplicationModule(allowedDependencies = {"base", "cloud", "judge", "web", "access"})
@NullMarked
package dev.slipway.environment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
