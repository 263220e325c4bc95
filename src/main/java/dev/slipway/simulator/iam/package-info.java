/** Roles with their trust and inline policies, as AWS Identity and Access Management keeps them. */
@NullMarked
package dev.slipway.simulator.iam;

import org.jspecify.annotations.NullMarked;
