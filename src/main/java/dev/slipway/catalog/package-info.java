/** Models and their immutable versions: what can be deployed. */
@ApplicationModule(allowedDependencies = {"base", "cloud", "web", "access"})
@NullMarked
package dev.slipway.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
