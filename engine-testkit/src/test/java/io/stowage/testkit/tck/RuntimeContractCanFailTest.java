package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of a runtime, run against runtimes that break it: there is no rule that rejects none. */
class RuntimeContractCanFailTest {

    static Stream<Arguments> brokenRuntimes() {
        return Stream.of(
                arguments("RT-1", BrokenViews.HasNoName.class),
                arguments("RT-2", BrokenViews.OverlooksProperties.class),
                arguments("RT-3", BrokenViews.DescribesAHostWithoutMemory.class),
                arguments("RT-4", BrokenLives.RefusesTheSecondPull.class),
                arguments("RT-5", BrokenLives.HasEveryImage.class),
                arguments("RT-6", BrokenLives.SeesNothingOnceClosed.class),
                arguments("RT-7", BrokenLives.TellsWhoHasStoppedListening.class),
                arguments("RT-8", BrokenLives.LeavesAThreadBehind.class),
                arguments("RT-9", BrokenLives.StartsWhatItCreates.class),
                arguments("RT-10", BrokenLives.CreatesAnewWhatHasEnded.class),
                arguments("RT-11", BrokenLives.ReplacesAStrangersContainer.class),
                arguments("RT-12", BrokenLives.RefusesWhoComesSecond.class),
                arguments("RT-13", BrokenLives.StartsNothing.class),
                arguments("RT-14", BrokenLives.RestartsWhatRuns.class),
                arguments("RT-15", BrokenLives.RunsASecondTimeWhatHasEnded.class),
                arguments("RT-16", BrokenLives.TakesTheAbsentForStarted.class),
                arguments("RT-17", BrokenLives.RefusesToStartWhatRuns.class),
                arguments("RT-18", BrokenLives.KeepsSevenBitsOfAnExitCode.class),
                arguments("RT-19", BrokenLives.SendsNoSignals.class),
                arguments("RT-20", BrokenLives.KillsGently.class),
                arguments("RT-21", BrokenLives.TakesEveryWordForAStopSignal.class),
                arguments("RT-22", BrokenLives.RefusesToKillWhatIsAbsent.class),
                arguments("RT-23", BrokenLives.RemovesWhatRuns.class),
                arguments("RT-24", BrokenLives.HidesWhatIsRemoved.class),
                arguments("RT-25", BrokenLives.RemembersTheFormerRun.class),
                arguments("RT-26", BrokenViews.KnowsNothingOfTheAbsent.class),
                arguments("RT-27", BrokenViews.ListsWhatHasAnyOfTheLabels.class),
                arguments("RT-28", BrokenViews.ListsWhatItSawBefore.class),
                arguments("RT-29", BrokenViews.GivesOutTheListThatItWorksWith.class),
                arguments("RT-30", BrokenViews.FlickersBackToRunning.class),
                arguments("RT-31", BrokenViews.SeesOnlyWhatItCreatedItself.class),
                arguments("RT-32", BrokenViews.EndsContainersWithTheConnection.class),
                arguments("RT-33", BrokenViews.GuessesWhatItDidNotSee.class),
                arguments("RT-34", BrokenViews.StartsWhatItHasNotStartedItself.class),
                arguments("RT-35", BrokenViews.FindsEveryCommandWell.class),
                arguments("RT-36", BrokenViews.AnswersATimeOutWithAnExitCode.class),
                arguments("RT-37", BrokenViews.RunsCommandsWhereNothingRuns.class),
                arguments("RT-38", BrokenViews.CanNotKillWhereACommandHung.class),
                arguments("RT-39", BrokenArrivals.GivesEveryContainerTheSamePort.class),
                arguments("RT-40", BrokenArrivals.GivesOutReservedPorts.class),
                arguments("RT-41", BrokenArrivals.TakesEveryPortForADynamicOne.class),
                arguments("RT-42", BrokenArrivals.SplitsWordsAtBlanks.class),
                arguments("RT-43", BrokenArrivals.TrimsTheEnvironment.class),
                arguments("RT-44", BrokenArrivals.LeavesOutOddVariables.class),
                arguments("RT-45", BrokenArrivals.StaysWhereItIs.class),
                arguments("RT-46", BrokenArrivals.KeepsTheFirstLineOfALabel.class),
                arguments("RT-47", BrokenArrivals.KnowsNoCapitals.class),
                arguments("RT-48", BrokenArrivals.SaysWhyInFull.class),
                arguments("RT-49", BrokenViews.ListsOnePage.class),
                arguments("RT-50", BrokenLogs.KeepsTheLastLineToItself.class),
                arguments("RT-51", BrokenLogs.HasLogsOfWhatNeverWas.class));
    }

    @ParameterizedTest(name = "{0} rejects {1}")
    @MethodSource("brokenRuntimes")
    void aBrokenRuntimeIsRejectedByTheRuleThatItBreaks(String rule, Class<?> broken) {
        TckRun run = TckRun.of(broken, rule);
        assertThat(run.tried()).containsExactly(rule);
        assertThat(run.broken()).containsOnlyKeys(rule);
        assertThat(run.broken().get(rule)).doesNotContain("Cannot invoke");
    }

    @Test
    void eachRuleHasRejectedARuntime() {
        assertThat(brokenRuntimes().map(arguments -> (String) arguments.get()[0]))
                .containsExactlyInAnyOrderElementsOf(TckRun.rulesOf(SimulatedRuntimeContractTest.class));
    }

    @Test
    void eachRuleIsTriedOnceInARunOfTheContract() {
        TckRun run = TckRun.of(SimulatedRuntimeContractTest.class);
        assertThat(run.broken()).isEmpty();
        assertThat(run.tried())
                .hasSize(51)
                .containsExactlyInAnyOrderElementsOf(TckRun.rulesOf(SimulatedRuntimeContractTest.class));
    }
}
