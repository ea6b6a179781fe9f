package dev.flowcell.kernel.java;

import dev.flowcell.cell.CellError;
import dev.flowcell.cell.CellErrorException;
import dev.flowcell.cell.CellEvaluator;
import dev.flowcell.cell.CellInterruptedError;
import dev.flowcell.cell.CellSource;
import dev.flowcell.cell.Completeness;
import dev.flowcell.cell.Completion;
import dev.flowcell.cell.Declaration;
import dev.flowcell.cell.Evaluation;
import dev.flowcell.cell.MimeBundle;
import dev.flowcell.kernel.java.assist.CodeAssist;
import dev.flowcell.kernel.java.assist.ImportableTypes;
import dev.flowcell.kernel.java.assist.PackageNames;
import dev.flowcell.kernel.java.assist.WrittenDocs;
import dev.flowcell.kernel.java.classes.CellCalls;
import dev.flowcell.kernel.java.classes.CellClassLoader;
import dev.flowcell.kernel.java.classes.ClassRewriter;
import dev.flowcell.kernel.java.classes.Snippets;
import dev.flowcell.kernel.java.code.CellClassNames;
import dev.flowcell.kernel.java.code.CellCode;
import dev.flowcell.kernel.java.code.FileRules;
import dev.flowcell.kernel.java.code.HiddenNames;
import dev.flowcell.kernel.java.code.Place;
import dev.flowcell.kernel.java.code.SourceParts;
import dev.flowcell.kernel.java.code.SourceParts.Part;
import dev.flowcell.kernel.java.errors.CompileErrors;
import dev.flowcell.kernel.java.errors.CompilerWords;
import dev.flowcell.kernel.java.errors.DeclaredTwice;
import dev.flowcell.kernel.java.errors.RuntimeErrors;
import dev.flowcell.kernel.java.errors.Unresolved;
import dev.flowcell.kernel.java.shell.Bystanders;
import dev.flowcell.kernel.java.shell.CompiledClasses;
import dev.flowcell.kernel.java.shell.CompilerFiles;
import dev.flowcell.kernel.java.shell.DirectCompiler;
import dev.flowcell.kernel.java.shell.DirectCompiler.Compiled;
import dev.flowcell.kernel.java.shell.Families;
import dev.flowcell.kernel.java.shell.Form;
import dev.flowcell.kernel.java.shell.Innards;
import dev.flowcell.kernel.java.shell.KnownSnippets;
import dev.flowcell.kernel.java.shell.Overloads;
import dev.flowcell.kernel.java.shell.Refusals;
import dev.flowcell.kernel.java.shell.Revivals;
import dev.flowcell.kernel.java.shell.SymbolTables;
import dev.flowcell.kernel.java.shell.TypeIndex;
import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.SPIResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * Java as JShell understands it, in the kernel's own JVM. Cell code runs on a thread of its own;
 * completion, inspection and interrupt may be called from any thread while a cell runs.
 */
public final class JavaEvaluator implements CellEvaluator, AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(2);

  /** Of local variables: a NullPointerException tells them. */
  private static final String WITH_NAMES = "-g";

  private static final String WARM_UP = "1 + 1";

  private static final String WARM_UP_DECLARED = "Object $declared = 1 + 1;";

  private static final String NOWHERE = "there-is-no-such-folder";

  private static final StackTraceElement[] NOWHERE_TOLD = {};

  private final CellClassLoader loader;
  private final Compiling compiling = new Compiling();
  private final CellThread cellThread;
  private final CellExecution execution;
  private final Snippets snippets = new Snippets();
  private final StartupImports imports;
  private final CellPackages packages = new CellPackages();
  private final JShell jshell;
  private final Declared declared;
  private final CodeAssist assist;
  private final HeapRelief relief;
  final CompiledClasses compiled;
  final KnownSnippets known;
  final TypeIndex types;
  private final DirectCompiler direct;
  private final Bystanders bystanders;
  private final Overloads overloads;
  private final Families families;
  private final Refusals refusals;
  private final Revivals revivals;
  final SymbolTables symbols;
  private final KeptValues keptValues;
  private final Unresolved unresolved;
  private final Consumer<String> notes;

  /** Guards JShell, which is not thread-safe; given back while the code of a cell runs. */
  private final ReentrantLock lock = new ReentrantLock();

  private final CountDownLatch firstCell = new CountDownLatch(1);

  /** The innermost evaluation that holds the lock. */
  private @Nullable Frame frame;

  private volatile @Nullable Running running;

  private volatile Consumer<ClassLoader> libraries = loader -> {};

  /**
   * Opens a session.
   *
   * @param imports what every cell sees beside JShell's default imports, each as an import line
   *     names it, such as {@code static dev.flowcell.Flowcell.*}. Name types one by one: a cell's
   *     own type or import of that name then wins
   * @param display shows a value in the cell, for calls such as {@code Plot.show(figure)}
   * @param notes takes a note to the user, one line with its line end, for the cell's stderr
   */
  public JavaEvaluator(List<String> imports, Consumer<Object> display, Consumer<String> notes) {
    this(imports, display, notes, GRACE);
  }

  JavaEvaluator(
      List<String> imports, Consumer<Object> display, Consumer<String> notes, Duration grace) {
    this.notes = notes;
    loader = new CellClassLoader(JavaEvaluator.class.getClassLoader());
    this.imports = new StartupImports(imports, loader);
    cellThread = new CellThread(grace, loader, compiling);
    execution = new CellExecution(loader, this::rewrite, new Invocations());
    jshell =
        JShell.builder()
            .executionEngine(execution, Map.of())
            .idGenerator(this::install)
            .fileManager(JavaEvaluator::compilerFiles)
            .compilerOptions(WITH_NAMES)
            .build();
    types = new TypeIndex(jshell);
    declared = new Declared(jshell, loader, lock);
    assist =
        new CodeAssist(
            jshell,
            lock,
            new PackageNames(loader),
            new ImportableTypes(loader),
            new WrittenDocs(jshell, snippets::of, declared::variable),
            this::readyToAssist);
    relief = new HeapRelief(jshell, loader);
    compiled = CompiledClasses.of(jshell);
    known = KnownSnippets.of(jshell);
    Innards.Lazily innards = new Innards.Lazily(jshell);
    direct = new DirectCompiler(jshell, innards, compiled);
    bystanders = new Bystanders(jshell, innards, known);
    overloads = Overloads.of(jshell, innards);
    families = new Families(jshell, innards);
    refusals = new Refusals(jshell, known, overloads);
    revivals = new Revivals(jshell);
    symbols = new SymbolTables(jshell);
    keptValues = new KeptValues(jshell, loader);
    unresolved = new Unresolved(jshell, snippets::of);
    CellCalls.displayWith(display);
    Thread.setDefaultUncaughtExceptionHandler(this::died);
  }

  private static StandardJavaFileManager compilerFiles(StandardJavaFileManager files) {
    Path jar =
        Path.of(
            URI.create(
                JavaEvaluator.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toString()));
    return CompilerFiles.in(files, jar, System.getProperty("java.class.path", ""));
  }

  /** A thread of a cell's own that has filled the heap leaves it full: no cell would notice. */
  private void died(Thread thread, Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      makeRoom();
    }
    CellError error = describe(thrown);
    notes.accept(
        Stream.concat(
                Stream.of("Exception in thread \"" + thread.getName() + "\""),
                error.traceback().stream())
            .collect(Collectors.joining("\n", "", "\n")));
  }

  /**
   * Clears variables of a heap that is full, and tells which. At once, since neither the thread
   * that found it full nor JShell could go on.
   */
  public void makeRoom() {
    relief.releaseReserve();
    lock.lock();
    try {
      relief
          .relieve(frame == null ? "" : frame.code.java())
          .ifPresent(note -> notes.accept(note + "\n"));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Evaluation evaluate(CellSource cell, String java) {
    return evaluate(code(cell, java), false);
  }

  @Override
  public boolean declares(CellSource cell, String java) {
    return !(evaluate(code(cell, java), true) instanceof Evaluation.Failed);
  }

  private CellCode code(CellSource cell, String java) {
    return new CellCode(cell, FileRules.apply(packages.blank(java)));
  }

  private Evaluation evaluate(CellCode code, boolean quiet) {
    Running outer = running;
    Running run = outer == null ? new Running() : outer;
    running = run;
    try {
      return evaluate(new Frame(code, run, quiet));
    } finally {
      if (outer == null) {
        running = null;
      }
    }
  }

  @Override
  public <T> T callUserCode(Supplier<T> work) {
    if (cellThread.isBusy()) {
      return work.get();
    }
    Running outer = running;
    Running run = outer == null ? new Running() : outer;
    running = run;
    try {
      return callUserCode(work, run);
    } finally {
      running = outer;
    }
  }

  private <T> T callUserCode(Supplier<T> work, Running run) {
    AtomicReference<@Nullable T> result = new AtomicReference<>();
    try {
      cellThread.run(
          () -> {
            if (run.interrupted) {
              throw new CellInterruptedError();
            }
            result.set(work.get());
            return null;
          });
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new CellInterruptedError(); // it could not be stopped, or this thread is to end
    }
    return Objects.requireNonNull(result.get());
  }

  private Evaluation evaluate(Frame mine) {
    lock.lock();
    Frame outer = frame;
    try {
      compiling.begin();
      ready();
      symbols.part();
      return evaluateParts(mine);
    } catch (SourceParts.SyntaxError e) {
      types.awaitNow();
      return failed(
          CompileErrors.of(mine.code, e.part(), e.diagnostics(), jshell.sourceCodeAnalysis()));
    } catch (CellInterruptedError e) {
      throw e; // an abandoned thread has come back
    } catch (Throwable e) {
      Throwable cause = memoryErrorOr(e);
      if (cause instanceof OutOfMemoryError) {
        relief.releaseReserve();
        renewCompiler(); // what it has read by halves keeps the heap full, too
        makeRoom();
      }
      return new Evaluation.Failed(RuntimeErrors.describe(cause), cause);
    } finally {
      frame = outer;
      types.ask();
      lock.unlock();
      compiling.end();
      firstCell.countDown();
    }
  }

  /**
   * What JShell has wrapped where the compiler met a full heap, otherwise the same. Needs no memory
   * itself.
   */
  private static Throwable memoryErrorOr(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof OutOfMemoryError) {
        return each;
      }
    }
    return thrown;
  }

  private Evaluation evaluateParts(Frame mine) throws SourceParts.SyntaxError {
    imports.yieldTo(mine.code.java(), jshell);
    Evaluation last = new Evaluation.Nothing();
    List<Part> all = SourceParts.split(mine.code.java(), jshell);
    for (List<Part> parts : families.together(overloads.together(all))) {
      if (mine.run.interrupted) {
        return interrupted(new CellInterruptedError(), mine);
      }
      last = evaluate(parts, mine);
      if (last instanceof Evaluation.Failed) {
        declareBefore(mine.refused, parts, mine);
        break;
      }
    }
    if (!mine.quiet) {
      note(mine, last);
    }
    return last;
  }

  /** Of what was to be declared together: as everywhere, what stands before an error. */
  private void declareBefore(@Nullable Part refused, List<Part> parts, Frame mine) {
    if (refused != null && parts.indexOf(refused) > 0) {
      var unused = evaluate(parts.subList(0, parts.indexOf(refused)), mine);
    }
  }

  private void note(Frame mine, Evaluation last) {
    mine.touched.stream()
        .filter(unresolved::isOfBefore)
        .forEach(each -> mine.lost.add(((VarSnippet) each).name()));
    mine.touched.removeIf(unresolved::isOfBefore);
    List<String> told =
        new ArrayList<>(unresolved.notes(worthNoting(mine.touched, last), mine.code.file()));
    if (last instanceof Evaluation.Failed failed) {
      told.removeAll(failed.error().traceback()); // as the reason of its error
    } else {
      told.addAll(DeclaredTwice.notes(mine.touched, jshell, snippets::of));
    }
    if (!mine.lost.isEmpty()) {
      told.add(Unresolved.ofBefore(mine.lost));
    }
    told.forEach(note -> notes.accept(note + "\n"));
  }

  /** Beside an error only what explains it: the cell runs once more, and later parts not at all. */
  private static Collection<Snippet> worthNoting(Collection<Snippet> touched, Evaluation last) {
    if (!(last instanceof Evaluation.Failed failed)) {
      return touched;
    }
    List<String> words = List.of(failed.error().message().split("\\W+"));
    return failed.thrown() != null
        ? List.of()
        : touched.stream()
            .filter(
                each -> each instanceof DeclarationSnippet named && words.contains(named.name()))
            .toList();
  }

  /** Evaluates one part, or several that are declared together. */
  private Evaluation evaluate(List<Part> parts, Frame mine) {
    frame = mine;
    mine.begin(parts);
    Part first = parts.get(0);
    if (parts.size() == 1) {
      Optional<Part> gap = SourceParts.missingSemicolon(first, jshell);
      if (gap.isPresent()) {
        return failed(
            CompileErrors.of(mine.code, gap.get(), List.of(), jshell.sourceCodeAnalysis()));
      }
      NameClashes.makeWay(first.source(), jshell);
      Optional<Compiled> code = direct.compile(first.source(), imports.snippet());
      if (code.isPresent()) {
        return run(code.get(), first, mine);
      }
    }
    List<SnippetEvent> events = eval(parts);
    execution.link();
    List<String> lost = new ArrayList<>(keptValues.restore(events));
    List<SnippetEvent> again = new ArrayList<>(refusals.undo(events));
    again.addAll(revivals.after(events));
    execution.link();
    lost.addAll(keptValues.restore(again));
    events.stream()
        .filter(each -> each.causeSnippet() == null && each.snippet() instanceof VarSnippet)
        .forEach(each -> mine.lost.remove(((VarSnippet) each.snippet()).name()));
    mine.lost.addAll(lost);
    keptValues.replace(events, mine.thrown != null);
    declared.changed();
    try {
      events.stream()
          .filter(each -> each.causeSnippet() == null || each.previousStatus() == Status.VALID)
          .forEach(each -> mine.touched.add(each.snippet()));
      return outcome(events, mine);
    } finally {
      mine.value = null;
      mine.thrown = null;
      forgetRun(events.get(0).snippet());
      events.forEach(this::forgetEarlier);
    }
  }

  private Evaluation outcome(List<SnippetEvent> events, Frame mine) {
    for (SnippetEvent event : events) {
      Optional<CellError> error =
          event.causeSnippet() == null ? compileError(event, mine) : Optional.empty();
      if (error.isPresent()) {
        return failed(error.get());
      }
    }
    if (mine.thrown != null) {
      return threw(mine.thrown, mine);
    }
    Evaluation evaluation =
        hasValue(events.get(0).snippet())
            ? new Evaluation.Value(mine.value)
            : new Evaluation.Nothing();
    restoreHandles(events, mine);
    return evaluation;
  }

  private Optional<CellError> compileError(SnippetEvent event, Frame mine) {
    Snippet snippet = event.snippet();
    List<Diag> all = jshell.diagnostics(snippet).toList();
    List<Diag> limits = all.stream().filter(CompilerWords::isLimit).toList();
    if (!limits.isEmpty()) {
      forget(snippet);
    } else if (event.status() != Status.REJECTED) {
      return Optional.empty();
    }
    types.awaitNow();
    Part refused = mine.part(snippet);
    mine.refused = refused;
    return Optional.of(
        CompileErrors.of(
            mine.code,
            refused,
            limits.isEmpty() ? all : limits,
            jshell.sourceCodeAnalysis(),
            name -> unresolved.reasons(name, mine.code.file())));
  }

  /** Of what has run and is named by nobody. */
  private void forgetRun(Snippet snippet) {
    if (isTemporary(snippet)) {
      drop(snippet);
    } else if (jshell.status(snippet).isActive() && !snippet.kind().isPersistent()) {
      compiled.forget(declared.classAround(snippet));
      known.forget(snippet);
    }
  }

  /** What was declared before leaves nothing that JShell's compiler would list for ever. */
  private void forgetEarlier(SnippetEvent event) {
    Snippet snippet = event.snippet(); // a handle that was restored is another one by now
    if (jshell.status(snippet) == Status.OVERWRITTEN) {
      known.forget(snippet);
    } else if (event.previousStatus().isDefined() && jshell.status(snippet).isDefined()) {
      compiled.forgetEarlier(declared.classAround(snippet));
    }
  }

  private List<SnippetEvent> eval(List<Part> parts) {
    bystanders.makeWay(parts.stream().map(Part::source).toList(), imports.snippet());
    try {
      return Outdated.eval(
          parts.get(0).source(),
          () ->
              overloads
                  .eval(parts, execution::invoke)
                  .or(() -> families.eval(parts, execution::invoke))
                  .orElseGet(() -> evalEach(parts)),
          jshell,
          note -> notes.accept(note + "\n"));
    } finally {
      known.show();
    }
  }

  private List<SnippetEvent> evalEach(List<Part> parts) {
    return parts.stream().flatMap(part -> jshell.eval(part.source()).stream()).toList();
  }

  private Evaluation run(Compiled code, Part part, Frame mine) {
    int firstLine = mine.code.line(part.offset());
    code.classes()
        .forEach(
            (name, bytes) ->
                loader.put(
                    name,
                    ClassRewriter.rewrite(
                        bytes,
                        mine.code.file(),
                        line -> firstLine + Math.max(0, line - code.firstLine()))));
    try {
      execution.invoke(code.className(), DirectCompiler.METHOD);
      if (mine.thrown != null) {
        return threw(mine.thrown, mine);
      }
      return code.form() == Form.VALUE || mine.value != null
          ? new Evaluation.Value(mine.value)
          : new Evaluation.Nothing();
    } finally {
      mine.value = null;
      mine.thrown = null;
    }
  }

  /** A type that is declared again takes the values of all variables whose type names it. */
  private void restoreHandles(List<SnippetEvent> events, Frame mine) {
    for (SnippetEvent event : events) {
      if (event.causeSnippet() != null
          && event.status() == Status.VALID
          && event.snippet() instanceof VarSnippet variable
          && HiddenNames.isHandle(variable.typeName())) {
        Frame again = new Frame(mine.code, mine.run, true);
        var unused = evaluate(List.of(new Part(variable.source(), 0)), again);
        frame = mine;
      }
    }
  }

  /** JShell compiles every later snippet against a temporary variable that nobody can name. */
  private void drop(Snippet temporary) {
    if (jshell.status(temporary).isActive()) {
      relief.clear((VarSnippet) temporary);
      compiled.forget(declared.classAround(temporary));
      jshell.drop(temporary);
      known.forget(temporary);
    }
    snippets.forget(temporary);
  }

  private void forget(Snippet tooLarge) {
    if (jshell.status(tooLarge).isActive()) {
      jshell.drop(tooLarge);
    }
    renewCompiler();
  }

  /**
   * A constant that no class file can hold stays in the compiler that met it, and spoils all that
   * it compiles later; so does what it has read by halves. A change of the class path makes JShell
   * take another one.
   */
  private void renewCompiler() {
    jshell.addToClasspath(NOWHERE);
    declared.changed();
  }

  private static boolean hasValue(Snippet snippet) {
    return isTemporary(snippet)
        || snippet.subKind() == SubKind.VAR_VALUE_SUBKIND
        || snippet.subKind() == SubKind.OTHER_EXPRESSION_SUBKIND;
  }

  private static boolean isTemporary(Snippet snippet) {
    return snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
  }

  private Evaluation threw(Throwable thrown, Frame mine) {
    if (thrown instanceof CellThread.Abandoned) {
      return new Evaluation.Failed(
          CellError.of(
              CellError.INTERRUPTED,
              "the cell was interrupted; a library call in it could not be stopped and still runs"
                  + " in the background"),
          CellInterruptedError.leavingCodeBehind());
    }
    if (mine.run.interrupted || thrown instanceof CellInterruptedError) {
      return interrupted(thrown, mine);
    }
    try {
      return new Evaluation.Failed(describeUserError(thrown, mine), thrown);
    } catch (CellInterruptedError e) {
      return interrupted(e, mine);
    }
  }

  /** Its getMessage may be the user's, and hang: away from this thread, and from the lock. */
  private CellError describeUserError(Throwable thrown, Frame mine) {
    lock.unlock();
    compiling.end();
    try {
      return cellThread.isBusy()
          ? describe(thrown)
          : callUserCode(() -> describe(thrown), mine.run);
    } finally {
      lock.lock(); // first: the other may find no memory
      frame = mine;
      compiling.begin();
    }
  }

  private static Evaluation interrupted(Throwable thrown, Frame mine) {
    return new Evaluation.Failed(RuntimeErrors.interrupted(mine.run.interruptedAt), thrown);
  }

  private static Evaluation failed(CellError error) {
    return new Evaluation.Failed(error, null);
  }

  @Override
  public void stop(Thread thread) {
    CellCalls.cancel(thread);
    compiling.interrupt(thread);
  }

  /** An interrupt of the whole cell stands: it is not this that takes it back. */
  @Override
  public void release() {
    CellCalls.release(Thread.currentThread());
    Thread.interrupted();
    cellThread.remind();
  }

  @Override
  public void dropVariable(String name) {
    lock.lock();
    try {
      jshell
          .variables()
          .filter(variable -> variable.name().equals(name))
          .toList()
          .forEach(this::drop);
      declared.changed();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<String> variableType(String name) {
    return declared.variableType(name);
  }

  @Override
  public Optional<Class<?>> type(String name) {
    return declared.type(name);
  }

  @Override
  public List<Method> methods(String name) {
    return declared.methods(name);
  }

  @Override
  public Collection<Declaration> declarations() {
    return declared.all();
  }

  @Override
  public List<String> imports() {
    return declared.imports();
  }

  @Override
  public long edition() {
    return declared.edition();
  }

  @Override
  public Optional<Field> variable(String name) {
    return declared.variable(name);
  }

  @Override
  public Collection<String> missing() {
    return declared.missing();
  }

  @Override
  public Collection<String> methodNames() {
    return declared.methodNames();
  }

  @Override
  public CellError describe(Throwable thrown) {
    if (thrown instanceof CellErrorException ready) {
      return ready.error();
    }
    if (thrown instanceof SPIResolutionException unresolved) {
      return notDefined(unresolved);
    }
    return RuntimeErrors.describe(thrown);
  }

  private CellError notDefined(SPIResolutionException thrown) {
    lock.lock();
    try {
      Place place = snippets.get(thrown.id());
      String message =
          place != null && place.snippet() instanceof DeclarationSnippet declaration
              ? notDefined(declaration)
              : "something this calls is not defined yet";
      return RuntimeErrors.describe(thrown, "NotDefinedYet", message);
    } finally {
      lock.unlock();
    }
  }

  private String notDefined(DeclarationSnippet declaration) {
    List<String> reasons = unresolved.note(declaration, frame == null ? "" : frame.code.file());
    return reasons.isEmpty() ? "run the cell again" : String.join(" ", reasons);
  }

  /**
   * Does what the first cell would have to do before its own code: the imports, and first turns of
   * the compiler, which load its classes. A cell that comes meanwhile waits for the imports and for
   * the turn that goes on: the others are its own, then.
   */
  public void warmUp() {
    lock.lock();
    try {
      ready();
      for (Turn turn : List.<Turn>of(this::compileExpression, this::compileDeclaration)) {
        if (lock.hasQueuedThreads()) {
          return;
        }
        turn.take();
        symbols.part();
      }
    } catch (SourceParts.SyntaxError | RuntimeException e) {
      // the first cell will say it
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the first cell is through, or for so long, and lets JShell begin then with what can
   * wait for that.
   */
  public void rest(Duration most) throws InterruptedException {
    var unused = firstCell.await(most.toMillis(), TimeUnit.MILLISECONDS);
    types.ask();
  }

  private interface Turn {
    void take() throws SourceParts.SyntaxError;
  }

  private void compileExpression() throws SourceParts.SyntaxError {
    SourceParts.split(WARM_UP, jshell);
    direct.compile(WARM_UP, Optional.empty());
  }

  private void compileDeclaration() {
    Snippet variable = jshell.eval(WARM_UP_DECLARED).get(0).snippet(); // it is run by nobody
    execution.link();
    drop(variable);
  }

  /** Stops the evaluation that runs; returns at once, and does nothing where none runs. */
  public void interrupt() {
    Running run = running;
    if (run != null) {
      if (!run.interrupted) {
        run.interruptedAt = traceIfThereIsMemory();
      }
      run.interrupted = true;
      cellThread.interrupt();
    }
  }

  private StackTraceElement[] traceIfThereIsMemory() {
    try {
      return cellThread.trace();
    } catch (OutOfMemoryError e) {
      return NOWHERE_TOLD;
    }
  }

  /** What can stand at the cursor; answers within about a second, with nothing if need be. */
  public Completion complete(String code, int cursor) {
    return assist.complete(code, cursor);
  }

  /** What is known of the word at the cursor; empty where nothing is. */
  public Optional<MimeBundle> inspect(String code, int cursor, boolean detailed) {
    return assist.inspect(code, cursor, detailed);
  }

  /** Whether code can be run as it stands. */
  public Completeness isComplete(String code) {
    return assist.isComplete(code);
  }

  @Override
  public void addToClasspath(List<Path> jarsAndFolders) {
    lock.lock();
    try {
      jshell.addToClasspath(
          jarsAndFolders.stream()
              .map(Path::toString)
              .collect(Collectors.joining(File.pathSeparator)));
    } finally {
      lock.unlock();
    }
    libraries.accept(loader);
  }

  /** A bundle whose texts have the types of cells by the names that their cells gave them. */
  public static MimeBundle readable(MimeBundle bundle) {
    Map<String, Object> data = new LinkedHashMap<>(bundle.data());
    data.replaceAll(
        (mime, form) ->
            mime.startsWith("text/") && form instanceof String text
                ? CellClassNames.readable(text)
                : form);
    return new MimeBundle(data, bundle.metadata());
  }

  /** Whenever the class path has grown, this is told so, with the class loader that has it all. */
  public void whenLibrariesCome(Consumer<ClassLoader> told) {
    libraries = told;
  }

  /**
   * Runs this once, before the code of a cell or of a library first gets a class whose name begins
   * so; on its thread, while it loads the class.
   */
  public void beforeFirstUse(String prefix, Runnable opening) {
    loader.beforeFirstUse(prefix, opening);
  }

  /** Ends the session. */
  @Override
  public void close() {
    cellThread.close();
    assist.close();
    types.ask(); // all sessions of a JVM share the thread that makes it
    jshell.close();
    Thread.setDefaultUncaughtExceptionHandler(null);
    CellCalls.displayWith(value -> {});
  }

  private void ready() {
    types.hold();
    imports.evaluate(jshell);
  }

  private void readyToAssist() {
    types.ask();
    ready();
  }

  private Map<String, byte[]> rewrite(String className, byte[] bytes) {
    return snippets.rewrite(className, bytes, jshell.sourceCodeAnalysis());
  }

  /** JShell asks for an id when it has compiled a snippet and before it runs it. */
  private String install(Snippet snippet, int key) {
    Frame mine = frame;
    if (mine != null && jshell.status(snippet) != Status.REJECTED) {
      Place place = new Place(snippet, mine.code, mine.part(snippet).offset());
      if (snippets.put(key, place) && jshell.status(snippet).isDefined()) {
        execution.declaredAgain(declared.classAround(snippet));
      }
    }
    return String.valueOf(key);
  }

  /** One call of evaluate from outside; nested ones share it. */
  private static final class Running {
    volatile boolean interrupted;

    /** Where its code was then. */
    volatile StackTraceElement[] interruptedAt = NOWHERE_TOLD;
  }

  /** One call of evaluate, with what its current snippet left. */
  private static final class Frame {
    final CellCode code;
    final Running run;

    /** Whether nothing is said of what its declarations miss. */
    final boolean quiet;

    final Set<Snippet> touched = new LinkedHashSet<>();

    /** Variables that are empty since a type was declared anew. */
    final Set<String> lost = new LinkedHashSet<>();

    /** What is evaluated now. */
    List<Part> parts = List.of();

    /** The part that did not compile. */
    @Nullable Part refused;

    @Nullable Object value;
    @Nullable Throwable thrown;

    Frame(CellCode code, Running run, boolean quiet) {
      this.code = code;
      this.run = run;
      this.quiet = quiet;
    }

    void begin(List<Part> parts) {
      this.parts = parts;
      value = null;
      thrown = null;
    }

    /** The part that a snippet is made of. */
    Part part(Snippet snippet) {
      return parts.stream()
          .filter(part -> part.source().equals(snippet.source()))
          .findFirst()
          .orElse(parts.get(0));
    }
  }

  private final class Invocations implements CellExecution.Runner {

    @Override
    public void run(Method doIt) {
      Frame mine = frame;
      if (mine == null) {
        return;
      }
      known.show();
      lock.unlock();
      compiling.end();
      try {
        mine.value = invoke(doIt, mine);
      } catch (Throwable e) {
        mine.thrown = e;
      } finally {
        lock.lock(); // first: the other may find no memory
        frame = mine;
        compiling.begin();
      }
      if (mine.run != running) {
        throw new CellInterruptedError();
      }
    }

    @Override
    public void failed(Throwable linkage) {
      if (frame != null) {
        frame.thrown = linkage;
      }
    }

    private @Nullable Object invoke(Method doIt, Frame mine) throws Throwable {
      if (cellThread.isBusy()) {
        return invokeHere(doIt, mine);
      }
      return cellThread.run(() -> invokeHere(doIt, mine));
    }

    private @Nullable Object invokeHere(Method doIt, Frame mine) throws Throwable {
      if (mine.run.interrupted) {
        throw new CellInterruptedError();
      }
      try {
        return doIt.invoke(null);
      } catch (InvocationTargetException e) {
        if (e.getTargetException() instanceof OutOfMemoryError) {
          makeRoom();
        }
        throw e.getTargetException();
      } catch (OutOfMemoryError e) {
        makeRoom();
        throw e;
      }
    }
  }
}
