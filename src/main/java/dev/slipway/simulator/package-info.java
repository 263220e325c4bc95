/** AWS on your machine: the services that Slipway uses, over their real wire protocols. */
@NullMarked
package dev.slipway.simulator;

import org.jspecify.annotations.NullMarked;
