/** Who is asking, and what they may do. */
@NullMarked
package dev.slipway.access;

import org.jspecify.annotations.NullMarked;
