import sys
sys.path[:0]=['/tmp/res']
import importlib
def learn(pairs):
    from edit import Model, token_pairs
    m=Model(); m.train(token_pairs([('x',{'name':a},{'name':b},1) for a,b in pairs]))
    return {'swap':{' '.join(sorted(k)):round(v,2) for k,v in m.sub.items() if k[0]!=k[1]},'drop':{k:round(v,2) for k,v in m.gap.items()}}
