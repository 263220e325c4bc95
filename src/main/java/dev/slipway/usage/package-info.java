/**
 * What runs without being asked and what it costs, where serverless would cost less, and what lies
 * in an account with Slipway's mark and on no record. Only looks; changes nothing.
 */
@ApplicationModule(
    allowedDependencies = {"base", "cloud", "environment", "endpoint", "rollout", "web", "access"})
@NullMarked
package dev.slipway.usage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
