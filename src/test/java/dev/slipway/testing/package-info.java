/** What tests of every room share: a real Postgres, started once and never left behind. */
@NullMarked
package dev.slipway.testing;

import org.jspecify.annotations.NullMarked;
