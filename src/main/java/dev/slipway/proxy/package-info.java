/** The prediction proxy: applications call a stable name, and the release that serves answers. */
@ApplicationModule(allowedDependencies = {"base", "cloud", "endpoint", "traffic", "access"})
@NullMarked
package dev.slipway.proxy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
