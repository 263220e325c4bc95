/** Who is asking, and what they may do. */
@ApplicationModule(allowedDependencies = {"base", "web", "cloud", "secret", "monitoring"})
@NullMarked
package dev.slipway.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
