@NullMarked
package dev.slipway.history;

import org.jspecify.annotations.NullMarked;
