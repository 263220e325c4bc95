/**
 * The command line: a client of the API like any other. It knows the contract and nothing of the
 * service's insides, and it starts without it.
 */
@ApplicationModule(allowedDependencies = "base")
@NullMarked
package dev.slipway.cli;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
