@NullMarked
package dev.slipway.proxy;

import org.jspecify.annotations.NullMarked;
