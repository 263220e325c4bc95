/** Whether a caller may do what it asks for, as the policies of the role that it acts in say. */
@NullMarked
package dev.slipway.simulator.permission;

import org.jspecify.annotations.NullMarked;
