/** The record of everything that happened: append-only, hash-chained per subject, readable. */
@ApplicationModule(allowedDependencies = {"base", "web", "access", "live"})
@NullMarked
package dev.slipway.history;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
