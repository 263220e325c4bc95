/** Who is asking, and what they may do. */
@ApplicationModule(allowedDependencies = {"base", "web"})
@NullMarked
package dev.slipway.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
