/** What every room may use: failures, identifiers, pages and wall time. Depends on nothing. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.slipway.base;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
