/**
 * What a worker thread loads. It is required, and imports its program itself: a thread that is ended while it requires an ES module
 * takes the whole process with it (Node 20, "IsGraphAsync must be used on an instantiated module").
 */
const program = () => import('./stage-worker.ts');

type Program = Awaited<ReturnType<typeof program>>;

module.exports = async (task: Parameters<Program['default']>[0]) => (await program()).default(task);
module.exports.begin = async () => (await program()).begin();
