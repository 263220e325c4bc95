/** Benchmarks that anyone can run: {@code mvn verify -Pbench -Dbench=NAME}. */
@NullMarked
package dev.slipway.bench;

import org.jspecify.annotations.NullMarked;
