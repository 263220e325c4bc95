/** Tells other programs what happened: signed, tried again, and on record. */
@ApplicationModule(
    allowedDependencies = {"base", "web", "access", "cloud", "history", "secret", "monitoring"})
@NullMarked
package dev.slipway.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
