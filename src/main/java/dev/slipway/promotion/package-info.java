/** Promotions: the request to bring a version to an environment, and what became of it. */
@NullMarked
package dev.slipway.promotion;

import org.jspecify.annotations.NullMarked;
