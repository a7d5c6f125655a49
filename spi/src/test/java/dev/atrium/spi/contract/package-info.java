/**
 * Contract suites: what every implementation of an SPI interface must do, as tests to extend, and a
 * scripted context to run a scenario without the platform. Entry types: {@link
 * dev.atrium.spi.contract.ScenarioContract} and {@link dev.atrium.spi.contract.ScriptedTurn}. Knows
 * the SPI, JUnit and AssertJ.
 */
@NullMarked
package dev.atrium.spi.contract;

import org.jspecify.annotations.NullMarked;
