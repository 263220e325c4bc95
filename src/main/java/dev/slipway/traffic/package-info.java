/**
 * What the proxy does with an endpoint's traffic beside passing it on: how much a caller may ask,
 * when it stops asking, and what it answers instead. Takes effect at once, without a release.
 */
@ApplicationModule(allowedDependencies = {"base", "cloud", "endpoint", "web", "access"})
@NullMarked
package dev.slipway.traffic;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
