/**
 * What changes, told while it changes: the order in which changes became visible, and the event
 * streams that follow it. Other rooms say what there is to tell.
 */
@ApplicationModule(allowedDependencies = {"base", "web", "access"})
@NullMarked
package dev.slipway.live;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
