/** Environments: where models run and under which rules. Their profiles are revisioned. */
@NullMarked
package dev.slipway.environment;

import org.jspecify.annotations.NullMarked;
