/**
 * AWS in Slipway's words: the only room that sees the AWS SDK. Ports are the public interfaces;
 * their adapters stay inside.
 */
@ApplicationModule(allowedDependencies = "base")
@NullMarked
package dev.slipway.cloud;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
