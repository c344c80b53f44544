/** The part of jstat that is used here; the package brings no types of its own. */
declare module 'jstat' {
  const jstat: {
    readonly jStat: {
      readonly studentt: {
        /** Quantile of Student's t. */
        inv(probability: number, degreesOfFreedom: number): number;
      };
    };
  };
  export default jstat;
}
