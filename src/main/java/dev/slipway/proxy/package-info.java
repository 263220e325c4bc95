/** The prediction proxy: applications call a stable name, and the release that serves answers. */
@NullMarked
package dev.slipway.proxy;

import org.jspecify.annotations.NullMarked;
