/** Secrets that must be read again, kept so that the database alone does not tell them. */
@ApplicationModule(allowedDependencies = {"base"})
@NullMarked
package dev.slipway.secret;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
